document.getElementById("desk")!.textContent = "form";
