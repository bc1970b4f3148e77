document.getElementById("desk")!.textContent = "office";
